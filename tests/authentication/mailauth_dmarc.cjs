// Evaluates DMARC with mailauth: JSON lines of {author, spf, dkim, records} in, one JSON line of results out for each.
'use strict';
const path = require('node:path');
const root = path.dirname(require.resolve('mailauth/package.json', { paths: [process.argv[2]] }));
const { evaluateDmarc } = require(path.join(root, 'lib', 'dmarc'));
const readline = require('node:readline');

function resolver(records) {
    return async (name, type) => {
        const here = records[name.toLowerCase()];
        const found = here && here[type];
        if (found === 'late' || !found || !found.length) {
            const missing = new Error('no such record');
            missing.code = found === 'late' ? 'ETIMEOUT' : here ? 'ENODATA' : 'ENOTFOUND';
            throw missing;
        }
        return type === 'TXT' ? found.map(text => [text]) : found;
    };
}

async function main() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const asked = JSON.parse(line);
        const { response } = await evaluateDmarc({
            headerFrom: [asked.author],
            spfDomains: asked.spf.map(domain => ({ domain })),
            dkimDomains: asked.dkim.map(domain => ({ domain })),
            resolver: resolver(asked.records),
            strict: true
        });
        console.log(JSON.stringify({
            result: response.status.result, policy: response.policy || '', publisher: response.policyDomain || '',
            organization: response.domain || '', spf: !!(response.alignment && response.alignment.spf.result),
            dkim: !!(response.alignment && response.alignment.dkim.result)
        }));
    }
}
main();
