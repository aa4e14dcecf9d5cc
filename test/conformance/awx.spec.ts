import { awx } from '../../src/sources/awx/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(awx, 3);
