import { stackstorm } from '../../src/sources/stackstorm/index.js';
import { describeCollected } from '../support/collected.js';

describeCollected(stackstorm, [
  'execution_failed_stack_trace.json',
  'execution_requested_api_response.json',
  'execution_succeeded_api_response.json',
  'executions_execution_with_parent.yaml',
  'executions_rule_fired_execution.yaml',
  'local_cmd_execution.json',
  'python_action_execution.json',
  'remote_cmd_execution.json',
  'root_execution.yaml',
  'rule_enforcement1.yaml',
  'rule_enforcement_execution1.yaml',
  'rule_enforcement_trigger_instance.yaml',
  'traces_trace_multiple_components.yaml',
  'trigger_instance.yaml',
]);
