import { argocd } from '../../src/sources/argocd/index.js';
import { describeCollected } from '../support/collected-payloads.js';

describeCollected(argocd, 1);
