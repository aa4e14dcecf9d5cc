import { aws } from '../../src/sources/aws/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(aws, 18);
