import { openstack } from '../../src/sources/openstack/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(openstack, 3);
