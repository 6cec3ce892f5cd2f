// A message centre by another hand: the npm package smpp. Says its port, sends one message to whoever binds,
// and prints what it is answered.
const smpp = require('smpp');
const server = smpp.createServer((session) => {
  session.on('bind_transceiver', (pdu) => {
    session.send(pdu.response());
    setTimeout(() => session.deliver_sm({
      source_addr: '6580000009', destination_addr: '1800', short_message: 'Grüße, hello',
    }), 50);
  });
  session.on('submit_sm', (pdu) => {
    session.send(pdu.response({ message_id: '1' }));
    console.log(JSON.stringify({ to: pdu.destination_addr, text: pdu.short_message.message, status: pdu.command_status }));
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
