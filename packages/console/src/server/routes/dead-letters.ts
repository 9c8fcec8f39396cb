import { deadLetterParams } from '../../contract/dead-letters.ts'
import { listDeadLetters } from '../dead-letters/list.ts'
import { replayDeadLetter } from '../dead-letters/replay.ts'
import { route } from './route.ts'

export const deadLetterRoutes = [
  route({
    method: 'GET',
    url: '/api/dead-letters',
    summary: 'Records that consumers and views gave up, with the reason, the newest first',
    handle: (_input, { kafka, options }) => listDeadLetters(kafka, () => options.clocks.liveness.now()),
  }),
  route({
    method: 'POST',
    url: '/api/dead-letters/:topic/:partition/:offset/replay',
    summary: 'Write the record of a dead letter to where it came from; the letter stays',
    params: deadLetterParams,
    audit: ({ params: { topic, partition, offset } }) => ({
      action: 'dead-letter.replay',
      target: topic,
      detail: `${partition}:${offset}`,
    }),
    handle: ({ params }, { kafka }) => replayDeadLetter(kafka, params),
  }),
]
