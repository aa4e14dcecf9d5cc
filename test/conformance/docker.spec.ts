import { docker } from '../../src/sources/docker/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(docker, 1);
