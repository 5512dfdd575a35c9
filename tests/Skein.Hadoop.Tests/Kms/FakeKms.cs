using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Skein.Hadoop.Tests.Web;

namespace Skein.Hadoop.Tests.Kms;

/// <summary>A KMS with one key, <c>skein</c>, that answers what NameNodes, clients and Hadoop's own clients ask. Encrypted keys are random: it remembers what each stands for.</summary>
internal sealed class FakeKms : IAsyncDisposable
{
    public const string KeyName = "skein";
    private const string Version = "skein@0";
    private const string Json = "Content-Type: application/json\r\n";

    private readonly ConcurrentDictionary<string, byte[]> _keys = [];
    private readonly ScriptedWebServer _server = new();

    public FakeKms() => _server.Answer("/kms/v1/*", Answer);

    /// <summary>As configurations have it.</summary>
    public string Address => $"kms://http@localhost:{_server.Port}/kms";

    /// <summary>What was asked.</summary>
    public IReadOnlyList<ScriptedRequest> Received => _server.Received;

    /// <summary>Why it refuses to decrypt; null: it does not.</summary>
    public string? Refusal { get; set; }

    /// <summary>A key for a file, and what it is encrypted.</summary>
    public (byte[] Key, byte[] Material) MakeKey()
    {
        var (key, material) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));
        _keys[Base64Url.EncodeToString(material)] = key;
        return (key, material);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ScriptedAnswer Answer(ScriptedRequest request)
    {
        // Hadoop's own client logs in by a question of its own.
        if (request.Method == "OPTIONS")
            return new ScriptedAnswer("");
        var (path, query) = (request.Target.Split('?')[0], request.Target.Split('?')[^1]);
        return path switch
        {
            "/kms/v1/key/skein/_metadata" => new ScriptedAnswer(
                """{"name": "skein", "cipher": "AES/CTR/NoPadding", "length": 128, "description": null, "attributes": {}, "created": 1700000000000, "versions": 1}""",
                Headers: Json),
            "/kms/v1/key/skein/_eek" => new ScriptedAnswer($"[{string.Join(',', Enumerable.Range(0, Count(query)).Select(_ => Generate()))}]", Headers: Json),
            "/kms/v1/keyversion/skein%400/_eek" or "/kms/v1/keyversion/skein@0/_eek" => Decrypt(request.Body),
            _ => new ScriptedAnswer("", "404 Not Found"),
        };
    }

    private ScriptedAnswer Decrypt(string body)
    {
        if (Refusal is not null)
        {
            return new ScriptedAnswer(
                $$$"""{"RemoteException": {"exception": "AuthorizationException", "message": "{{{Refusal}}}"}}""", "403 Forbidden", Json);
        }

        var material = JsonDocument.Parse(body).RootElement.GetProperty("material").GetString()!.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return new ScriptedAnswer($$"""{"name": "skein", "versionName": "EK", "material": "{{Base64Url.EncodeToString(_keys[material])}}"}""", Headers: Json);
    }

    private string Generate()
    {
        var (_, material) = MakeKey();
        return $$$"""
            {"versionName": "{{{Version}}}", "iv": "{{{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16))}}}",
             "encryptedKeyVersion": {"name": null, "versionName": "EEK", "material": "{{{Base64Url.EncodeToString(material)}}}"}}
            """;
    }

    private static int Count(string query) => query.Split('&').FirstOrDefault(part => part.StartsWith("num_keys=", StringComparison.Ordinal)) is { } part
        ? int.Parse(part["num_keys=".Length..], CultureInfo.InvariantCulture)
        : 1;
}
