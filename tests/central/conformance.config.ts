// `npm run conformance`: asks the suite of any central of one that runs already. NIGHTHALL_CENTRAL_URL says where it is (several
// addresses of one central, with commas between, are asked in turn), NIGHTHALL_ADMIN_TOKEN_FILE where its admin token is.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/central/conformance.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
