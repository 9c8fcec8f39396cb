import { Refusal } from '@millrace/kernel'
import { applyResetBody, deleteGroupBody, groupParams, previewResetBody } from '../../contract/groups.ts'
import { deleteGroup, describeGroup, listGroups } from '../kafka/groups.ts'
import { applyReset, previewReset } from '../kafka/offset-reset.ts'
import { route } from './route.ts'

export const groupRoutes = [
  route({
    method: 'GET',
    url: '/api/groups',
    summary: 'Consumer groups with state, members and lag',
    handle: (_input, { kafka }) => listGroups(kafka.admin),
  }),
  route({
    method: 'GET',
    url: '/api/groups/:group',
    summary: 'One group: members, assignments, and committed offset and lag of each partition',
    params: groupParams,
    handle: ({ params }, { kafka }) => describeGroup(kafka.admin, params.group),
  }),
  route({
    method: 'DELETE',
    url: '/api/groups/:group',
    summary: 'Forget an empty group and its offsets; the body repeats its name',
    params: groupParams,
    body: deleteGroupBody,
    audit: ({ params }) => ({ action: 'group.delete', target: params.group, detail: '' }),
    handle: ({ params, body }, { kafka }) => {
      if (body.confirm !== params.group)
        throw new Refusal('CONFIRMATION_MISSING', `confirm: must repeat the name ${params.group}`)
      return deleteGroup(kafka.admin, params.group)
    },
  }),
  route({
    method: 'POST',
    url: '/api/groups/:group/reset/preview',
    summary: 'What a reset would do to each partition; changes nothing',
    params: groupParams,
    body: previewResetBody,
    handle: ({ params, body }, { kafka }) => previewReset(kafka.admin, params.group, body),
  }),
  route({
    method: 'POST',
    url: '/api/groups/:group/reset',
    summary: 'Commit the offsets that a preview showed; the group must be empty',
    params: groupParams,
    body: applyResetBody,
    audit: ({ params, body }) => ({
      action: 'group.reset',
      target: params.group,
      detail: `${body.topic} ${body.offsets.map(({ partition, offset }) => `${partition}:${offset}`).join(' ')}`.slice(
        0,
        500,
      ),
    }),
    handle: ({ params, body }, { kafka }) => applyReset(kafka.admin, params.group, body),
  }),
]
