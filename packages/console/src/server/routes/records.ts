import { browseQuery, produceBody, recordParams } from '../../contract/records.ts'
import { topicParams } from '../../contract/topics.ts'
import { browse, readRecord } from '../records/browse.ts'
import { produce } from '../records/produce.ts'
import { route } from './route.ts'

export const recordRoutes = [
  route({
    method: 'GET',
    url: '/api/topics/:topic/records',
    summary: 'A page of records, newest or oldest first, filtered; a bounded scan that says how far it came',
    params: topicParams,
    query: browseQuery,
    handle: ({ params, query }, { kafka, options }) =>
      browse(kafka, params.topic, query, () => options.clocks.liveness.now()),
  }),
  route({
    method: 'GET',
    url: '/api/topics/:topic/records/:partition/:offset',
    summary: 'One record in full',
    params: recordParams,
    handle: ({ params }, { kafka }) => readRecord(kafka, params.topic, params.partition, params.offset),
  }),
  route({
    method: 'POST',
    url: '/api/topics/:topic/records',
    summary: 'Write one record, acknowledged when it is durable',
    params: topicParams,
    body: produceBody,
    audit: ({ params, body }) => ({
      action: 'record.produce',
      target: params.topic,
      // The value may hold secrets: only its size is written down.
      detail: `key ${body.key === null ? 'null' : JSON.stringify(body.key.slice(0, 80))}, ${body.value?.length ?? 0} characters`,
    }),
    handle: ({ params, body }, { kafka }) => produce(kafka, params.topic, body),
  }),
]
