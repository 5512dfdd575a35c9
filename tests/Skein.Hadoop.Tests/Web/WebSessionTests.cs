using System.Net;
using Skein.Hadoop.Tests.Security.Gssapi;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.Web;

public sealed class WebSessionTests
{
    private const string Proof = "WWW-Authenticate: Negotiate QVAtUkVQ\r\n";
    private const string Cookie = "Set-Cookie: hadoop.auth=\"u=alice&s=x=\"; Path=/; HttpOnly\r\n";

    private readonly List<string> _asked = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_login_is_enough_for_many_requests()
    {
        using var session = Session();
        await AskAsync(session, $"HTTP/1.1 200 OK\r\n{Proof}{Cookie}");
        await AskAsync(session, "HTTP/1.1 200 OK\r\n");
        Assert.Equal(["Authorization: Negotiate QVAtUkVR", "Cookie: hadoop.auth=\"u=alice&s=x=\""], _asked);
    }

    [Fact]
    public async Task A_login_whose_time_is_over_is_repeated()
    {
        using var session = Session();
        await AskAsync(session, $"HTTP/1.1 200 OK\r\n{Proof}{Cookie}");
        using var response = await AskAsync(session, "HTTP/1.1 401 Unauthorized\r\n", $"HTTP/1.1 200 OK\r\n{Proof}{Cookie}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, _asked.Count);
        Assert.StartsWith("Authorization", _asked[2]);
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\n", "does not accept the login")]
    [InlineData($"HTTP/1.1 401 Unauthorized\r\n{Proof}", "does not accept the login")]
    [InlineData("HTTP/1.1 200 OK\r\n", "has not proved who it is")]
    [InlineData($"HTTP/1.1 200 OK\r\n{Cookie}", "has not proved who it is")]
    [InlineData("HTTP/1.1 200 OK\r\nWWW-Authenticate: Negotiate ???\r\n", "no base64")]
    public async Task A_server_that_refuses_or_does_not_prove_itself_is_not_believed(string answer, string reason)
    {
        using var session = Session();
        var fault = await Assert.ThrowsAsync<WebServerException>(() => AskAsync(session, answer));
        Assert.StartsWith("nn:9870: ", fault.Message);
        Assert.Contains(reason, fault.Message);
    }

    [Fact]
    public async Task A_kdc_that_does_not_answer_is_not_waited_for()
    {
        using var answer = new ManualResetEventSlim();
        using var session = new WebSession(
            "nn:9870", () => new FakeContext { OnStep = answer.Wait }, TimeSpan.FromMilliseconds(1), TimeProvider.System);
        try
        {
            var fault = await Assert.ThrowsAsync<WebServerException>(() => AskAsync(session));
            Assert.StartsWith("nn:9870: the login by Kerberos did not end", fault.Message);
        }
        finally
        {
            answer.Set();
        }
    }

    [Fact]
    public async Task Requests_at_the_same_time_wait_for_one_login()
    {
        using var session = Session();
        var first = new TaskCompletionSource<HttpResponseMessage>();
        var requests = Enumerable.Range(0, 5).Select(_ => session.SendAsync(() => new HttpRequestMessage(), SendAsync, Cancellation)).ToArray();
        first.SetResult(Parse($"HTTP/1.1 200 OK\r\n{Proof}{Cookie}"));
        await Task.WhenAll(requests);
        Assert.Single(_asked, header => header.StartsWith("Authorization", StringComparison.Ordinal));

        Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            lock (_asked)
                _asked.Add(Header(request));
            return request.Headers.Authorization is null ? Task.FromResult(Parse("HTTP/1.1 200 OK\r\n")) : first.Task;
        }
    }

    private static WebSession Session() => new("nn:9870", () => new FakeContext(), TimeSpan.FromSeconds(60), TimeProvider.System);

    private Task<HttpResponseMessage> AskAsync(WebSession session, params string[] answers)
    {
        var left = new Queue<string>(answers);
        return session.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "http://nn:9870/"), SendAsync, Cancellation);

        Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            _asked.Add(Header(request));
            return Task.FromResult(Parse(left.Dequeue()));
        }
    }

    private static string Header(HttpRequestMessage request) => request.Headers.ToString().TrimEnd();

    private static HttpResponseMessage Parse(string text)
    {
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var response = new HttpResponseMessage((HttpStatusCode)int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var line in lines[1..])
            response.Headers.TryAddWithoutValidation(line.Split(": ")[0], line.Split(": ")[1]);
        return response;
    }
}
