using System.Text.Json;
using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Cli.Tests.Commands;

public sealed class TransactionCommandTests
{
    [Fact]
    public async Task Document_becomes_the_transaction_it_describes()
    {
        await using var container = await FakeContainer.StartAsync();
        var status = await container.RunWithInputAsync(
            """
            {
              "if": [
                {"key": "a", "value": "x"},
                {"key": "b", "base64": "/wA=", "op": ">="},
                {"key": "c", "value": null},
                {"key": "d", "value": null, "op": "!="},
                {"key": "e", "owner": "my_worker_3", "op": "<"},
                {"key": "f", "owner": null},
                {"key": "g", "owner": null, "op": "!="}
              ],
              "then": [
                {"put": {"key": "a", "value": "y", "owner": "worker_0"}},
                {"put": {"key": "b", "base64": "/wA="}},
                {"put": {"key": "c", "value": "", "keep_owner": true}},
                {"put": {"key": "d", "owner": null}},
                {"put": {"key": "e", "value": "z", "previous": true}}
              ],
              "else": [
                {"get": {"key": "a"}},
                {"get": {"prefix": "a.", "count": true}},
                {"delete": {"start": "a"}},
                {"delete": {"start": "a", "end": "b", "previous": true}},
                {"get": {"prefix": ""}}
              ]
            }
            """,
            "kv", "txn", "current");
        Assert.Equal((0, ""), (status, container.Error.ToString()));
        var bytes = ByteString.CopyFrom(0xff, 0);
        Assert.Equal(
            new TransactionRequest
            {
                Condition =
                {
                    new Condition { Key = "a", Value = ByteString.CopyFromUtf8("x") },
                    new Condition { Key = "b", Value = bytes, Operator = Condition.Types.Operator.GreaterEqual },
                    new Condition { Key = "c" },
                    new Condition { Key = "d", Operator = Condition.Types.Operator.NotEqual },
                    new Condition
                    {
                        Key = "e",
                        Field = Condition.Types.Field.Owner,
                        Owner = new ContainerInstance { ServiceName = "my_worker", Instance = 3 },
                        Operator = Condition.Types.Operator.Less,
                    },
                    new Condition { Key = "f", Field = Condition.Types.Field.Owner },
                    new Condition { Key = "g", Field = Condition.Types.Field.Owner, Operator = Condition.Types.Operator.NotEqual },
                },
                OnSuccess =
                {
                    Put(new PutKeyRequest
                    {
                        Key = "a", Value = ByteString.CopyFromUtf8("y"), Owner = new ContainerInstance { ServiceName = "worker" },
                    }),
                    Put(new PutKeyRequest { Key = "b", Value = bytes }),
                    Put(new PutKeyRequest { Key = "c", IgnoreOwner = true }),
                    Put(new PutKeyRequest { Key = "d", IgnoreValue = true }),
                    Put(new PutKeyRequest { Key = "e", Value = ByteString.CopyFromUtf8("z"), ReturnPrevious = true }),
                },
                OnFailure =
                {
                    new OpRequest { GetRange = new GetRangeRequest { Start = "a", End = "a\0" } },
                    new OpRequest
                    {
                        GetRange = new GetRangeRequest { Start = "a.", End = "a/", ResultType = GetRangeRequest.Types.ResultType.None },
                    },
                    new OpRequest { DeleteRange = new DeleteRangeRequest { Start = "a" } },
                    new OpRequest
                    {
                        DeleteRange = new DeleteRangeRequest { Start = "a", End = "b", ResultType = DeleteRangeRequest.Types.ResultType.Items },
                    },
                    new OpRequest { GetRange = new GetRangeRequest() },
                },
            },
            Assert.Single(container.Requests));
    }

    [Fact]
    public async Task Outcome_is_printed_with_every_result()
    {
        await using var container = await FakeContainer.StartAsync();
        container.Master.Transaction.MergeFrom(new TransactionResponse
        {
            Succeeded = true,
            Revision = 7,
            Result =
            {
                new OpResponse
                {
                    GetRange = new GetRangeResponse
                    {
                        Count = 2,
                        Result =
                        {
                            new KeyValue { Key = "a", Value = ByteString.CopyFromUtf8("é\n") },
                            new KeyValue
                            {
                                Key = "b", Value = ByteString.CopyFrom(0xff, 0), Owner = new ContainerInstance { ServiceName = "w", Instance = 1 },
                            },
                        },
                    },
                },
                new OpResponse { PutKey = new PutKeyResponse() },
            },
        });
        Assert.Equal(0, await container.RunWithInputAsync("{}", "kv", "txn", "current"));
        using var document = JsonDocument.Parse(container.Output.ToString());
        Assert.Equal(
            """
            {"succeeded":true,"revision":7,"results":[{"count":2,"entries":[{"key":"a","value":"é\n","owner":null},{"key":"b","base64":"/wA=","owner":"w_1"}]},{"count":0,"entries":[]}]}
            """,
            JsonSerializerText(document.RootElement));
    }

    [Fact]
    public async Task Document_may_lie_in_a_file()
    {
        await using var container = await FakeContainer.StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllTextAsync(file, """{"then": [{"delete": {"key": "a"}}]}""", TestContext.Current.CancellationToken);
            Assert.Equal(0, await container.RunAsync("kv", "txn", "current", file));
            Assert.Single(((TransactionRequest)Assert.Single(container.Requests)).OnSuccess);
        }
        finally
        {
            System.IO.File.Delete(file);
        }

        Assert.Equal(2, await container.RunAsync("kv", "txn", "current", file));
        Assert.Contains(file, container.Error.ToString());
    }

    [Theory]
    [InlineData("", "the transaction is no JSON, at line 1, byte 1: ")]
    [InlineData("{\n\"if\": [}", "the transaction is no JSON, at line 2, byte 8: '}' is an invalid start of a value.")]
    [InlineData("[]", "the transaction: is no JSON object")]
    [InlineData("""{"when": []}""", "the transaction: has 'when', which does not belong here")]
    [InlineData("""{"if": {}}""", "the transaction: 'if' is no list")]
    [InlineData("""{"if": [3]}""", "if[0]: is no JSON object")]
    [InlineData("""{"if": [{"value": "x"}]}""", "if[0]: needs 'key', a text that is not empty")]
    [InlineData("""{"if": [{"key": ""}]}""", "if[0]: needs 'key', a text that is not empty")]
    [InlineData("""{"if": [{"key": "a", "key": "b"}]}""", "if[0]: has 'key' twice")]
    [InlineData("""{"if": [{"key": "a"}]}""", "if[0]: needs one of 'value', 'base64' and 'owner'")]
    [InlineData("""{"if": [{"key": "a", "value": "x", "base64": "eA=="}]}""", "if[0]: 'value' and 'base64' exclude each other")]
    [InlineData("""{"if": [{"key": "a", "base64": "?"}]}""", "if[0]: 'base64' is no base64")]
    [InlineData("""{"if": [{"key": "a", "value": 1}]}""", "if[0]: 'value' is no text")]
    [InlineData("""{"if": [{"key": "a", "value": "x", "op": "="}]}""", "if[0]: 'op' is '=', which is none of ==, !=, <, <=, > and >=")]
    [InlineData("""{"if": [{"key": "a", "value": null, "op": "<"}]}""", "if[0]: null goes with == and != only")]
    [InlineData("""{"if": [{"key": "a", "owner": "worker"}]}""", "if[0].owner: 'worker' is no container id; it has the form SERVICE_INSTANCE, such as worker_0")]
    [InlineData("""{"then": [{}]}""", "then[0]: needs one of 'get', 'put' and 'delete'")]
    [InlineData("""{"then": [{"get": {"key": "a"}, "put": {"key": "a", "value": "x"}}]}""", "then[0]: has 'put', which does not belong here")]
    [InlineData("""{"then": [{"get": {}}]}""", "then[0].get: needs one of 'key', 'prefix', and 'start' with 'end'")]
    [InlineData("""{"then": [{"delete": {"key": "a", "prefix": "b"}}]}""", "then[0].delete: needs one of 'key', 'prefix', and 'start' with 'end'")]
    [InlineData("""{"then": [{"get": {"key": "a", "count": 1}}]}""", "then[0].get: 'count' is neither true nor false")]
    [InlineData("""{"else": [{"put": {"key": "a"}}]}""", "else[0].put: needs 'value' or 'base64'; or 'owner' alone, to keep the value")]
    [InlineData("""{"else": [{"put": {"key": "a", "value": null}}]}""", "else[0].put: the value is null; leave it out to keep the one there is")]
    [InlineData("""{"else": [{"put": {"key": "a", "value": "x", "owner": null, "keep_owner": true}}]}""", "else[0].put: 'owner' and 'keep_owner' exclude each other")]
    public async Task Wrong_document_is_refused_with_its_place_and_nothing_is_sent(string json, string problem)
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal(2, await container.RunWithInputAsync(json, "kv", "txn", "current"));
        Assert.StartsWith($"Error: {problem}", container.Error.ToString());
        Assert.Equal("", container.Output.ToString());
        Assert.Empty(container.Requests);
    }

    private static OpRequest Put(PutKeyRequest request) => new() { PutKey = request };

    private static string JsonSerializerText(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            element.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
