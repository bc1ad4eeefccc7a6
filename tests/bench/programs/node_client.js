// node-smpp's client with a sliding window: each answer sends the next message.
// node node_client.js MODULES --port N --window N --seconds N [--receipts]; prints one JSON line.
'use strict';
const [modules, , port, , window, , seconds, flag] = process.argv.slice(2);
const receipts = flag === '--receipts';
const smpp = require(modules + '/node_modules/smpp');

const TEXT = 'Your parcel 4711 arrives today between 14 and 16 h. Reply STOP to end.';
const session = smpp.connect({ url: 'smpp://127.0.0.1:' + port, noDelay: true });
let number = 0;
let done = 0;
let started = null;
let from = 0;
let ended = false;

function now() {
  return Number(process.hrtime.bigint()) / 1e9;
}

function cpu() {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1e6;
}

function count() {
  done += 1;
  const t = now();
  if (started === null && t >= from) started = { done, t, cpu: cpu() };
  if (t >= from + Number(seconds) && !ended) {
    ended = true;
    const used = cpu() - started.cpu;
    const messages = done - started.done;
    const wall = t - started.t;
    console.log(JSON.stringify({ rate: messages / wall, cpu_us: (used / messages) * 1e6, cpu_share: used / wall }));
    process.exit(0);
  }
}

function send() {
  number += 1;
  session.submit_sm({
    source_addr_ton: 5,
    source_addr: 'Vox SMS',
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: '3816' + String(number).padStart(7, '0') + '9999',
    short_message: TEXT,
    registered_delivery: 1,
  }, () => {
    if (!receipts) count();
    send();
  });
}

session.on('deliver_sm', (pdu) => {
  session.send(pdu.response());
  if (receipts) count();
});
session.on('connect', () => {
  session.bind_transceiver({ system_id: 'practice', password: 'practice' }, () => {
    from = now() + Number(seconds) / 10;
    for (let i = 0; i < Number(window); i += 1) send();
  });
});
session.on('error', (fault) => {
  console.error(String(fault));
  process.exit(1);
});
