import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'

export { default } from 'bpmn-js/lib/NavigatedViewer'
