// Conformance: the suite of any central, asked of one that runs already. It adds kiosks, people and items of its own there.

import { readFileSync } from 'node:fs';
import { centralSuite } from './central-suite.ts';
import { inTurn } from './kiosk-client.ts';

const { NIGHTHALL_CENTRAL_URL: urls = '', NIGHTHALL_ADMIN_TOKEN_FILE: tokenFile = '' } = process.env;
if (!/^https?:\/\//.test(urls) || tokenFile === '')
  throw new Error('set NIGHTHALL_CENTRAL_URL and NIGHTHALL_ADMIN_TOKEN_FILE (a file with the admin token)');

const addresses = urls.split(',').map((url) => url.trim().replace(/\/+$/, ''));
centralSuite(addresses.join(', '), async () => ({
  url: inTurn(addresses),
  adminToken: readFileSync(tokenFile, 'utf8').trim(),
}));
