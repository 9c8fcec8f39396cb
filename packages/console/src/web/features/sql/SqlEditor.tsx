import { autocompletion, closeBrackets, completionKeymap, type CompletionContext } from '@codemirror/autocomplete'
import { sql } from '@codemirror/lang-sql'
import { setDiagnostics } from '@codemirror/lint'
import { type EditorState, Prec } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { EditorView, basicSetup } from 'codemirror'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { completions } from '../../api/sql.ts'
import { flinkDialect } from './dialect.ts'
import { editorTheme } from './editor-theme.ts'
import { type Statement, chosenStatements } from './statements.ts'

export interface SqlEditorHandle {
  /** The statements that are selected, or all. */
  chosen: () => readonly Statement[]
  /** Underlines what is wrong, from a position to the end of its word; undefined takes the line away. */
  mark: (fault: { at: number; message: string } | undefined) => void
  focus: () => void
}

interface SqlEditorProps {
  initial: string
  onChange: (text: string) => void
  onRun: () => void
  ref: Ref<SqlEditorHandle>
}

/**
 * CodeMirror in a shadow root: there it takes its styles as sheets, which the content security policy allows, and not
 * as style elements, which it does not.
 */
export function SqlEditor({ initial, onChange, onRun, ref }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | undefined>(undefined)
  const callbacks = useRef({ onChange, onRun })
  useEffect(() => {
    callbacks.current = { onChange, onRun }
  })
  useEffect(() => {
    if (host.current === null) return undefined
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    view.current = new EditorView({ root, parent: root, doc: initial, extensions: extensions(callbacks) })
    return () => view.current?.destroy()
    // The text is the editor's own from here on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useImperativeHandle(ref, () => ({
    chosen: () => (view.current === undefined ? [] : chosen(view.current.state)),
    mark: (fault) => view.current && mark(view.current, fault),
    focus: () => view.current?.focus(),
  }))
  return <div ref={host} className="sql-editor" />
}

function extensions(callbacks: { current: { onChange: (text: string) => void; onRun: () => void } }) {
  const run = () => (callbacks.current.onRun(), true)
  return [
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
    basicSetup,
    closeBrackets(),
    keymap.of(completionKeymap),
    sql({ dialect: flinkDialect, upperCaseKeywords: true }),
    autocompletion({ override: [complete] }),
    editorTheme,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'SQL statements' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) callbacks.current.onChange(update.state.doc.toString())
    }),
  ]
}

function chosen(state: EditorState): readonly Statement[] {
  const { from, to } = state.selection.main
  return chosenStatements(state.doc.toString(), from, to)
}

function mark(view: EditorView, fault: { at: number; message: string } | undefined): void {
  const { doc } = view.state
  if (fault === undefined) return view.dispatch(setDiagnostics(view.state, []))
  const from = Math.min(fault.at, doc.length)
  const word = /^[\w`.]*/.exec(doc.sliceString(from, from + 200))?.[0].length ?? 0
  const to = Math.min(from + Math.max(word, 1), doc.length)
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: 'error', message: fault.message }]), {
    selection: { anchor: from },
    scrollIntoView: true,
  })
}

/** Words that the gateway knows for this place: keywords, tables, columns. */
async function complete(context: CompletionContext) {
  const word = context.matchBefore(/[\w`]+/)
  if (word === null && !context.explicit) return null
  const statement = statementAround(context)
  const candidates = await completions(statement.text, context.pos - statement.from).catch(() => [])
  return { from: word?.from ?? context.pos, options: candidates.map((label) => ({ label })), validFor: /^[\w`]*$/ }
}

function statementAround({ state, pos }: CompletionContext): { text: string; from: number } {
  const text = state.doc.toString()
  const found = chosenStatements(text, 0, 0).find(({ from, to }) => from <= pos && pos <= to + 1)
  return found ?? { text, from: 0 }
}
