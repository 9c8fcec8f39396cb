import { Refusal } from '@millrace/kernel'
import { alterSettingBody, createTopicBody, deleteTopicBody, topicParams } from '../../contract/topics.ts'
import { topicDetail } from '../kafka/topic-detail.ts'
import { alterSetting, readSettings } from '../kafka/settings.ts'
import { createTopic, deleteTopic, listTopics, oneTopic } from '../kafka/topics.ts'
import { route } from './route.ts'

export const topicRoutes = [
  route({
    method: 'GET',
    url: '/api/topics',
    summary: 'All topics with partitions, records, size and retention',
    handle: (_input, { kafka }) => listTopics(kafka.admin),
  }),
  route({
    method: 'POST',
    url: '/api/topics',
    summary: 'Create a topic',
    body: createTopicBody,
    audit: ({ body }) => ({
      action: 'topic.create',
      target: body.name,
      detail: body.partitions === 1 ? '1 partition' : `${body.partitions} partitions`,
    }),
    handle: ({ body }, { kafka }) => createTopic(kafka.admin, body),
  }),
  route({
    method: 'GET',
    url: '/api/topics/:topic',
    summary: 'One topic: partitions with leaders and offsets, and the groups that read it',
    params: topicParams,
    handle: ({ params }, { kafka }) => topicDetail(kafka.admin, params.topic),
  }),
  route({
    method: 'DELETE',
    url: '/api/topics/:topic',
    summary: 'Delete a topic and all its records; the body repeats its name',
    params: topicParams,
    body: deleteTopicBody,
    audit: ({ params }) => ({ action: 'topic.delete', target: params.topic, detail: '' }),
    handle: ({ params, body }, { kafka }) => {
      if (body.confirm !== params.topic)
        throw new Refusal('CONFIRMATION_MISSING', `confirm: must repeat the name ${params.topic}`)
      return deleteTopic(kafka.admin, params.topic)
    },
  }),
  route({
    method: 'GET',
    url: '/api/topics/:topic/settings',
    summary: 'The settings of a topic, each with the place that its value comes from',
    params: topicParams,
    handle: async ({ params }, { kafka }) => {
      await oneTopic(kafka.admin, params.topic)
      return readSettings(kafka.admin, params.topic)
    },
  }),
  route({
    method: 'PUT',
    url: '/api/topics/:topic/settings',
    summary: 'Set one setting of a topic, or give it back to its default (null)',
    params: topicParams,
    body: alterSettingBody,
    audit: ({ params, body }) => ({
      action: 'topic.setting',
      target: params.topic,
      detail: body.value === null ? `${body.name} to its default` : `${body.name} = ${body.value}`,
    }),
    handle: ({ params, body }, { kafka }) => alterSetting(kafka.admin, params.topic, body.name, body.value),
  }),
]
