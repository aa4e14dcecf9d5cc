import { puppet } from '../../src/sources/puppet/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(puppet, 4);
