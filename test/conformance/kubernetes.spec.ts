import { kubernetes } from '../../src/sources/kubernetes/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(kubernetes, 9);
