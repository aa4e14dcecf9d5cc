import { hubot } from '../../src/sources/hubot/index.js';
import { describeCollected } from '../support/collected.js';

describeCollected(hubot, []);
