using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Web;

namespace Skein.Hadoop.Tests.Kms;

/// <summary>A KMS with one key, <c>skein</c>, that answers what NameNodes, clients and Hadoop's own clients ask. Encrypted keys are random: it remembers what each stands for.</summary>
/// <remarks>With a login it lets in whom Kerberos names, by a cookie afterwards, and whoever shows a token of its own.</remarks>
internal sealed class FakeKms : IAsyncDisposable
{
    public const string KeyName = "skein";
    private const string Version = "skein@0";
    private const string Json = "Content-Type: application/json\r\n";

    private const string Cookie = "hadoop.auth=\"u=alice&p=alice@EXAMPLE.COM&t=kerberos&e=9999999999999&s=x\"";
    private const string Negotiate = "Negotiate ";

    private readonly ConcurrentDictionary<string, byte[]> _keys = [];
    private readonly ConcurrentDictionary<string, Token> _tokens = [];
    private readonly ScriptedWebServer _server = new();
    private readonly Func<byte[], byte[]>? _accept;

    /// <param name="accept">Takes the token of a login by Kerberos and gives the server's; null: nobody has to log in.</param>
    public FakeKms(Func<byte[], byte[]>? accept = null)
    {
        _accept = accept;
        _server.Answer("/kms/v1/*", AnswerAnybody);
    }

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

    // As Hadoop's own: a token opens no operation on tokens but its own end.
    private ScriptedAnswer AnswerAnybody(ScriptedRequest request)
    {
        if (_accept is null)
            return Answer(request);
        var operation = Parameter(request, "op");
        if (operation == "CANCELDELEGATIONTOKEN")
            return _tokens.TryRemove(Parameter(request, "token") ?? "", out _) ? new ScriptedAnswer("") : new ScriptedAnswer("", "404 Not Found");
        if (operation is null && request.Headers.TryGetValue("X-Hadoop-Delegation-Token", out var shown))
            return _tokens.ContainsKey(shown) ? Answer(request) : new ScriptedAnswer("", "403 Forbidden");
        if (request.Headers.GetValueOrDefault("Cookie")?.Contains(Cookie, StringComparison.Ordinal) == true)
            return operation is null ? Answer(request) : AnswerAboutToken(operation, request);
        if (request.Headers.GetValueOrDefault("Authorization") is not { } login || !login.StartsWith(Negotiate, StringComparison.Ordinal))
            return new ScriptedAnswer("", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n");
        var proof = Convert.ToBase64String(_accept(Convert.FromBase64String(login[Negotiate.Length..])));
        var answer = operation is null ? Answer(request) : AnswerAboutToken(operation, request);
        return answer with { Headers = $"{answer.Headers}WWW-Authenticate: {Negotiate}{proof}\r\nSet-Cookie: {Cookie}; Path=/\r\n" };
    }

    private ScriptedAnswer AnswerAboutToken(string operation, ScriptedRequest request)
    {
        if (request.Method == "OPTIONS")
            return new ScriptedAnswer("");
        if (operation == "RENEWDELEGATIONTOKEN")
        {
            return _tokens.ContainsKey(Parameter(request, "token") ?? "")
                ? new ScriptedAnswer($$"""{"long": {{DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds()}}}""", Headers: Json)
                : new ScriptedAnswer("", "404 Not Found");
        }

        var token = new Token(RandomNumberGenerator.GetBytes(32), new Secret(RandomNumberGenerator.GetBytes(20)), TokenKinds.KeyManagement, "");
        // Clients show it with the service that they have given it.
        _tokens[(token with { Service = Address }).ToUrlString()] = token;
        return new ScriptedAnswer($$$"""{"Token": {"urlString": "{{{token.ToUrlString()}}}"}}""", Headers: Json);
    }

    private static string? Parameter(ScriptedRequest request, string name) =>
        request.Target.Split('?')[^1].Split('&').FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private ScriptedAnswer Answer(ScriptedRequest request)
    {
        // Hadoop's own client logs in by a question of its own.
        if (request.Method == "OPTIONS")
            return new ScriptedAnswer("");
        return request.Target.Split('?')[0] switch
        {
            "/kms/v1/key/skein/_metadata" => new ScriptedAnswer(
                """{"name": "skein", "cipher": "AES/CTR/NoPadding", "length": 128, "description": null, "attributes": {}, "created": 1700000000000, "versions": 1}""",
                Headers: Json),
            "/kms/v1/key/skein/_eek" => new ScriptedAnswer($"[{string.Join(',', Enumerable.Range(0, Count(request)).Select(_ => Generate()))}]", Headers: Json),
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

    private static int Count(ScriptedRequest request) => Parameter(request, "num_keys") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
}
