// @stomp/stompjs over a WebSocket against the broker: prints one line for each thing that comes back.
const { Client } = require('@stomp/stompjs');
const { WebSocket } = require('ws');

const url = process.argv[2];
const say = (...words) => console.log(words.join(' '));

function failed(reason) {
    say('failed', reason);
    process.exit(1);
}

function client() {
    return new Client({
        webSocketFactory: () => new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp']),
        reconnectDelay: 0,
        heartbeatIncoming: 10000,
        heartbeatOutgoing: 10000,
        onWebSocketError: (event) => failed(event.message),
    });
}

function receipt(client, id, action) {
    return new Promise((resolve) => {
        client.watchForReceipt(id, () => {
            say('receipt', id);
            resolve();
        });
        action({ receipt: id });
    });
}

async function subscribed(client, id, destination, headers) {
    const inbox = [];
    const waiting = [];
    const take = (message) => (waiting.length ? waiting.shift()(message) : inbox.push(message));
    await receipt(client, id, (receipts) =>
        client.subscribe(destination, take, { id, ...headers, ...receipts }));
    return () =>
        new Promise((resolve) => (inbox.length ? resolve(inbox.shift()) : waiting.push(resolve)));
}

async function converse(client) {
    const next = await subscribed(client, 'q', '/queue/stompjs', { ack: 'client-individual' });
    await receipt(client, 'accepted', (headers) =>
        client.publish({
            destination: '/queue/stompjs',
            body: 'grüße',
            headers: { flavour: 'a:b', ...headers },
        }));
    const message = await next();
    say('message', message.body);
    say('flavour', message.headers.flavour);
    await receipt(client, 'acknowledged', (headers) => message.ack(headers));

    const nextOfAll = await subscribed(client, 't', '/topic/stompjs', {});
    client.publish({ destination: '/topic/stompjs', body: 'to all' });
    say('message', (await nextOfAll()).body);
    const bytes = new Uint8Array([0, 1, 2, 255]);
    client.publish({ destination: '/topic/stompjs', binaryBody: bytes });
    say('bytes', (await nextOfAll()).binaryBody.join());
    await receipt(client, 'unsubscribed', (headers) => client.unsubscribe('t', headers));
}

async function provoke() {
    const failing = client();
    await new Promise((resolve) => {
        failing.onConnect = () => {
            failing.subscribe('/topic/stompjs', () => {}, { ack: 'sometimes' });
        };
        failing.onStompError = (frame) => {
            say('error', frame.headers.message);
            resolve();
        };
        failing.activate();
    });
    await failing.deactivate();
}

const main = client();
main.onConnect = async (frame) => {
    say('connected', frame.headers.version);
    await converse(main);
    await provoke();
    await main.deactivate();
    say('disconnected');
    process.exit(0);
};
main.onStompError = (frame) => failed(frame.headers.message);
main.activate();
