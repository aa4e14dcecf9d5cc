import { circleci } from '../../src/sources/circleci/index.js';
import { describeCollected, describeVectors } from '../support/collected-payloads.js';

describeCollected(circleci, 3);
describeVectors(circleci, 'circleci-signature');
