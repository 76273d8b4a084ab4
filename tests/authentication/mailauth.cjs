// Judges mails with mailauth: JSON lines of {mail, keys, ...options} in, one JSON line of results out for each.
'use strict';
const { authenticate } = require(require.resolve('mailauth', { paths: [process.argv[2]] }));
const readline = require('node:readline');

function resolver(records) {
    return async (name, type) => {
        const found = (records[name.toLowerCase()] || {})[type];
        if (!found || !found.length) {
            const missing = new Error('no such record');
            missing.code = records[name.toLowerCase()] ? 'ENODATA' : 'ENOTFOUND';
            throw missing;
        }
        return found;
    };
}

async function main() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const asked = JSON.parse(line);
        const said = await authenticate(Buffer.from(asked.mail, 'base64'), {
            ip: '192.0.2.7', helo: 'client.sender.example', mta: 'mx.reader.example', sender: 'yamada@sender.example',
            disableBimi: true, strict: true, ...(asked.options || {}), resolver: resolver(asked.records)
        });
        const word = result => (result && result.status ? [result.status.result, result.status.comment || ''] : ['none', '']);
        console.log(JSON.stringify({
            dkim: said.dkim.results.map(word), arc: word(said.arc), spf: word(said.spf), dmarc: word(said.dmarc)
        }));
    }
}
main();
