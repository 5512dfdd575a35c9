"""Calls the test service as an existing Python client would. Arguments: certificate, key, port, what to do."""
import queue
import sys
import time

import grpc


def open_channel(certificate, key, port):
    with open(certificate, "rb") as f:
        cert_bytes = f.read()
    with open(key, "rb") as f:
        key_bytes = f.read()
    credentials = grpc.ssl_channel_credentials(cert_bytes, key_bytes, cert_bytes)
    options = [("grpc.ssl_target_name_override", "skein-internal"), ("grpc.default_authority", "skein-internal")]
    return grpc.secure_channel("127.0.0.1:" + port, credentials, options)


def encode(text):
    """A message whose field 1 is a string."""
    data = text.encode()
    size, length = len(data), b""
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return (b"\x0a" + length + bytes([size]) + data) if data else b""


def decode(message):
    if not message:
        return ""
    i = 1
    while message[i] & 128:
        i += 1
    return message[i + 1 :].decode()


def unary(channel, name):
    return channel.unary_unary("/skein.Test/" + name, request_serializer=encode, response_deserializer=decode)


def report(call, *args, **kwargs):
    try:
        result = call(*args, **kwargs)
        print("OK", result if len(result) < 100 else len(result))
    except grpc.RpcError as error:
        print(error.code().name, error.details())


def echo(channel):
    report(unary(channel, "Echo"), "grüße 🦆")
    report(unary(channel, "Echo"), "x" * 1_000_000)


def errors(channel):
    for request in sys.stdin.readline().rstrip("\n").split("|"):
        report(unary(channel, "Fail"), request)
    report(unary(channel, "Missing"), "")
    report(channel.unary_unary("/skein.Other/Echo", encode, decode), "")
    report(unary(channel, "Echo"), "x", compression=grpc.Compression.Gzip)


def limit(channel):
    report(unary(channel, "Echo"), "x" * (4 * 1024 * 1024))
    report(unary(channel, "Echo"), "still here")


def deadline(channel):
    report(unary(channel, "Hang"), "", timeout=0.3)


def cancel(channel):
    call = unary(channel, "Hang").future("")
    print("started")
    sys.stdin.readline()
    call.cancel()
    print("cancelled", call.cancelled())
    time.sleep(60)


def watch(channel):
    """Prints what the stream brings; lines of stdin are sent on it."""
    requests = queue.Queue()
    call = channel.stream_stream("/skein.Test/Chat", encode, decode)(iter(requests.get, None))
    while True:
        line = sys.stdin.readline().strip()
        if line == "close":
            requests.put(None)
        elif line == "cancel":
            call.cancel()
        elif line == "next":
            try:
                print("OK", next(call))
            except StopIteration:
                print("END")
            except grpc.RpcError as error:
                print(error.code().name, error.details())
        elif line.startswith("send "):
            requests.put(line[5:])
        else:
            return


if __name__ == "__main__":
    with open_channel(*sys.argv[1:4]) as opened:
        globals()[sys.argv[4]](opened)
