import { expect, it } from 'vitest'
import { elementNames } from './element-names.ts'

it('names elements by what the modeller wrote, else by their id', () => {
  const names = elementNames(`<?xml version="1.0"?>
    <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL">
      <b:process id="order"><b:task id="pack" name="Pack the &#10; parcel" /><b:endEvent id="end" /></b:process>
    </b:definitions>`)
  expect([names.get('pack'), names.get('end'), names.get('nobody')]).toEqual(['Pack the parcel', 'end', undefined])
})
