import { type Random, below } from '@millrace/kernel'

const markup = '< > " & = / ]]> <![CDATA[ <!-- <? \u0000 \u{1F600} \uFFFE \n &lt; &#0; &#xD800; xmlns:bpmn="x"'
const attributes = 'id="s" id=" sourceRef="start" default="flow_1" attachedToRef="t" triggeredByEvent="true"'
const elements =
  '<bpmn:task/> <bpmn:subProcess> </bpmn:subProcess> <bpmn:startEvent/> <zeebe:input/> <bpmn:timerEventDefinition/>'
const values = '=a[ =( R/PT P1Y isExecutable="false" \\'
const pieces = [markup, attributes, elements, values].flatMap((line) => line.split(' '))

/** A text with a few random cuts, copies, moves and insertions. */
export function mutated(text: string, random: Random): string {
  let current = text
  for (let edits = 1 + below(random, 4); edits > 0; edits -= 1) current = edited(current, random)
  return current
}

function edited(text: string, random: Random): string {
  const at = below(random, text.length + 1)
  const size = below(random, 60)
  const slice = text.slice(at, at + size)
  switch (below(random, 12)) {
    case 0:
      return text.slice(0, at) + text.slice(at + size)
    case 1:
      return text.slice(0, at) + slice + text.slice(at)
    case 2:
      return text.slice(0, at) + (pieces[below(random, pieces.length)] ?? '') + text.slice(at)
    case 3: {
      const to = below(random, text.length + 1)
      return text.slice(0, to) + slice + text.slice(to)
    }
    case 4:
    case 5:
    case 6:
      return swapped(text, random, /<(\w+:\w+)[^<>]*\/>/g)
    case 7:
    case 8:
      return swapped(text, random, /<(bpmn:\w+) [^<>]*[^/]>.*?<\/\1>/gs)
    default:
      return swapped(text, random, /"[^"]*"/g)
  }
}

/** One match takes the place of another: an attribute's value, an element. Mostly still XML. */
function swapped(text: string, random: Random, pattern: RegExp): string {
  const found = [...text.matchAll(pattern)]
  const [from, to] = [found[below(random, found.length + 1)], found[below(random, found.length + 1)]]
  if (from === undefined) return text
  return text.slice(0, from.index) + (to?.[0] ?? '') + text.slice(from.index + from[0].length)
}
