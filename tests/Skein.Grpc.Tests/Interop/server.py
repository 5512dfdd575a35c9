"""Serves the test service as another gRPC implementation would. Arguments: certificate, key. Prints its port."""
import sys
import threading
from concurrent import futures

import grpc

from client import decode, encode


def echo(request, context):
    return request


def fail(request, context):
    code, text = request.split(" ", 1)
    for status in grpc.StatusCode:
        if status.value[0] == int(code):
            context.abort(status, text)


def hang(request, context):
    done = threading.Event()
    context.add_callback(done.set)
    print("hanging", "deadline" if (context.time_remaining() or 1e9) < 1e6 else "no deadline")
    done.wait(60)
    print("ended")
    return request


def chat(requests, context):
    context.add_callback(lambda: print("chat ended"))
    for request in requests:
        if request == "fail":
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "schlecht")
        for i in range(int(request)):
            yield "%s.%d" % (request, i)


def describe(request, context):
    """What the call looked like on the wire."""
    auth = context.auth_context()
    return "%s %s" % (auth["x509_common_name"][0].decode(), dict(context.invocation_metadata()).get("te"))


def serve(certificate, key):
    with open(certificate, "rb") as f:
        cert_bytes = f.read()
    with open(key, "rb") as f:
        key_bytes = f.read()
    server = grpc.server(futures.ThreadPoolExecutor(8))
    unary = {"Echo": echo, "Fail": fail, "Hang": hang, "Describe": describe}
    handlers = {name: grpc.unary_unary_rpc_method_handler(f, decode, encode) for name, f in unary.items()}
    handlers["Chat"] = grpc.stream_stream_rpc_method_handler(chat, decode, encode)
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("skein.Test", handlers)])
    credentials = grpc.ssl_server_credentials([(key_bytes, cert_bytes)], cert_bytes, require_client_auth=True)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    print(port)
    sys.stdin.readline()
    server.stop(0).wait()
    print("stopped")


serve(*sys.argv[1:3])
