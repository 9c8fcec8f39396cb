import { expect, it } from 'vitest'
import { answerText } from './answer-text.ts'

it('tells what the router did, and with which process instance', () => {
  expect(answerText('{"kind":"started","processInstanceKey":"42"}')).toEqual({
    text: 'started a process instance',
    processInstanceKey: '42',
  })
  expect(answerText('{"kind":"published","messageKey":"7"}')).toEqual({
    text: 'published a message to the engine',
    messageKey: '7',
  })
  expect(answerText('{"kind":"unmatched","reason":"UNEXPECTED_TYPE"}').text).toContain('UNEXPECTED_TYPE')
})

it.each(['stored as row 7', '{"kind":"else"}', 'null', '{'])('leaves %j as the subscriber said it', (answer) => {
  expect(answerText(answer)).toEqual({ text: answer })
})
