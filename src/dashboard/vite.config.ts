import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run dev` runs the server on 3000; the dashboard's own development server hands everything else on to it. */
const server = 'http://localhost:3000';

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('../../dist/dashboard'),
    emptyOutDir: true,
    // Every asset is a file of its own, so that the page can be served with a strict content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    // React and Chart.js in one file: the first page needs both.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/workshops': server,
      '/session': server,
      '/sign-in': server,
    },
  },
});
