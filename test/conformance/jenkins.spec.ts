import { jenkins } from '../../src/sources/jenkins/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(jenkins, 3);
