// Says which tickets the types of node-zendesk (MIT) do not know, which are transcribed from Zendesk's own reference:
// each line of the input is a request. TypeScript refuses fields that no type has, and values of other types.
// The arguments are the folder of modules and nothing else.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules] = process.argv.slice(2);
const typescript = createRequire(join(modules, 'index.js'))('typescript');
const tickets = join(modules, 'node-zendesk/dist/types/clients/core/tickets');

const requests = [];
for await (const line of createInterface({ input: process.stdin })) requests.push(JSON.parse(line));

// Only what writes tickets has types there.
const writes = requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2/tickets'));
const head = `import type { Ticket, RecursivePartial } from ${JSON.stringify(tickets)};`;
const lines = writes.map(({ body }) => `({ ticket: ${JSON.stringify(JSON.parse(body).ticket)} }) satisfies Request;`);
const source = [head, 'type Request = { ticket: RecursivePartial<Ticket> };', ...lines].join('\n');

const name = join(modules, 'requests.ts');
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: 2 };
const host = typescript.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (file, ...rest) =>
  file === name ? typescript.createSourceFile(file, source, ...rest) : read(file, ...rest);
const program = typescript.createProgram([name], options, host);
for (const { start, file, messageText } of typescript.getPreEmitDiagnostics(program)) {
  const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  const { method, path } = writes[line - 2] ?? { method: 'all', path: 'requests' };
  console.log(`${method} ${path}: ${typescript.flattenDiagnosticMessageText(messageText, ' ')}`);
}
if (writes.length === 0) console.log('nothing was written that there are types for');
