import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { HtmlTagDescriptor, Plugin, UserConfig } from 'vite'

export interface PagesOptions {
  /** Folder of `index.html`. */
  readonly folder: string
  /** Where the pages go; `dist` in the same folder by default. */
  readonly outDir?: string
  /** What a development server passes on, and to whom. */
  readonly proxy?: NonNullable<UserConfig['server']>['proxy']
}

/** How the pages of the console and of every app are built. Pages at any depth (/track/id) find their files. */
export function pagesConfig({ folder, outDir = join(folder, 'dist'), proxy }: PagesOptions) {
  return {
    root: folder,
    base: '/',
    plugins: [react(), documentHead],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      // Browsers that know light-dark(): the minifier must not replace it by something longer.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      // The content security policy allows no data: font.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    ...(proxy && { server: { proxy } }),
  } satisfies UserConfig
}

const meta = (name: string, content: string): HtmlTagDescriptor => ({
  tag: 'meta',
  attrs: { name, content },
  injectTo: 'head-prepend',
})

/** What stands in the head of every document; its title and description are its own. */
const documentHead: Plugin = {
  name: 'document-head',
  transformIndexHtml: {
    order: 'pre',
    handler: () => [
      { tag: 'meta', attrs: { charset: 'utf-8' }, injectTo: 'head-prepend' },
      meta('viewport', 'width=device-width, initial-scale=1, viewport-fit=cover'),
      meta('color-scheme', 'light dark'),
      { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: './favicon.svg' }, injectTo: 'head-prepend' },
    ],
  },
}
