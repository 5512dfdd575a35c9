using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Cli.Tests.Commands;

public sealed class PutKeyCommandTests
{
    // As the put of skein 0.8.2's command line does.
    [Theory]
    [InlineData("", new[] { "--value", "x" })]
    [InlineData("x", new string[0])]
    public async Task Owner_of_a_key_is_kept(string input, string[] value)
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal(0, await container.RunWithInputAsync(input, ["kv", "put", "current", "--key", "a", .. value]));
        Assert.Equal(new PutKeyRequest { Key = "a", Value = ByteString.CopyFromUtf8("x"), IgnoreOwner = true }, Assert.Single(container.Requests));
    }
}
