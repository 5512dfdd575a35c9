using System.Net;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>What every procedure says to a request that makes no sense: code and text, as clients see them.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    // Web pages have a service of their own.
    // Every range, and every end, is one.
    private static readonly string[] TakesAnything = ["GetRange", "DeleteRange", "getApplicationSpec", "shutdown", "UiInfo", "GetProxies"];

    private readonly ServedApplication _application = new(ApplicationOf(("a", Service())));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> BadRequests => BadCalls.All.Select(static c => new TheoryDataRow<string>(c.ToString()));

    public static IEnumerable<TheoryDataRow<string>> Procedures => AllProcedures.Select(static name => new TheoryDataRow<string>(name));

    private static IEnumerable<string> AllProcedures =>
        SkeinReflection.Descriptor.Services.Single(static s => s.FullName == ApplicationMasterMethods.Service).Methods.Select(static m => m.Name);

    public async ValueTask InitializeAsync() => await _application.StartAsync(null, Cancellation);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public void Every_procedure_is_called_wrongly() =>
        Assert.Equal(AllProcedures.Except(TakesAnything).Order(), BadCalls.All.Select(static c => c.Procedure).Distinct().Order());

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_request_is_refused_with_code_and_text_and_changes_nothing(string name)
    {
        var call = BadCalls.All.Single(c => c.ToString() == name);
        var channel = _application.Connect();
        var error = await Assert.ThrowsAsync<GrpcException>(() => call.CallAsync(channel, Cancellation));
        Assert.Equal((call.Status, call.Detail), (error.Status, error.Message));
        Assert.Equal(0, _application.Store.Latest.Number);
        var containers = await channel.CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, Cancellation);
        Assert.Equal(ContainerState.Requested, Assert.Single(containers.Containers).State);
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Bytes_that_are_no_message_end_their_call_only(string procedure)
    {
        using var http = ServedApplication.ConnectRaw();
        // A message of three bytes: a field of 127 bytes, one of which is there.
        using var request = _application.RawRequest($"/skein.AppMaster/{procedure}", new ByteArrayContent(Convert.FromHexString("0000000003" + "0A7F00")));
        using var response = await http.SendAsync(request, Cancellation);
        await response.Content.CopyToAsync(Stream.Null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var status = response.Headers.Concat(response.TrailingHeaders).Single(static h => h.Key == "grpc-status").Value.Single();
        Assert.Equal($"{(int)GrpcStatusCode.Internal}", status);
        await _application.Connect().CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, Cancellation);
    }
}
