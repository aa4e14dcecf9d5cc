import { terraform } from '../../src/sources/terraform/index.js';
import { describeCollected, describeVectors } from '../support/collected-payloads.js';

describeCollected(terraform, 3);
describeVectors(terraform, 'x-tfe-notification-signature');
