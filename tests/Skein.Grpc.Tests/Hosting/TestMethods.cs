using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

/// <summary>Procedures of the test service, in terms of messages that come with the protobuf library.</summary>
internal static class TestMethods
{
    public const string Service = "skein.Test";

    public static GrpcMethod<StringValue, StringValue> Echo { get; } = Unary("Echo");

    public static GrpcMethod<StringValue, StringValue> Fail { get; } = Unary("Fail");

    public static GrpcMethod<StringValue, StringValue> Hang { get; } = Unary("Hang");

    public static GrpcMethod<StringValue, StringValue> Repeat { get; } = Unary("Repeat");

    public static GrpcMethod<StringValue, StringValue> Unknown { get; } = Unary("Unknown");

    public static GrpcMethod<StringValue, StringValue> Chat { get; } = Unary("Chat");

    public static GrpcMethod<StringValue, StringValue> Unread { get; } = Unary("Unread");

    private static GrpcMethod<StringValue, StringValue> Unary(string name) => new(Service, name, StringValue.Parser, StringValue.Parser);
}
