using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.Contract;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Client;

/// <summary>
/// Talks to the application master of one running application: its containers, its progress, its key-value store, its web pages.
/// Connects at the first call and again whenever needed; safe for concurrent use.
/// </summary>
/// <remarks>
/// Every call throws <see cref="GrpcException"/>: UNAVAILABLE when the application has ended or cannot be reached, DEADLINE_EXCEEDED when
/// it does not answer in time, INVALID_ARGUMENT when it refuses what was asked, UNIMPLEMENTED when it is older and lacks the procedure.
/// </remarks>
/// <example>In a container of the application:<code>
/// using var application = ApplicationClient.FromCurrent();
/// var input = await application.KeyValue.WaitAsync("input", cancellation);
/// await application.ScaleAsync("worker", 10, cancellation);
/// </code></example>
public sealed class ApplicationClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly TimeSpan _deadline;

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <param name="certificate">The pair the application was submitted with; must have its private key.</param>
    /// <param name="host">Host of the application master.</param>
    /// <param name="port">Port of the application master.</param>
    /// <param name="deadline">Time each call may take, waiting for a key aside. Default 30 seconds.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public ApplicationClient(X509Certificate2 certificate, string host, int port, TimeSpan? deadline = null)
    {
        _deadline = deadline ?? TimeSpan.FromSeconds(30);
        _channel = new GrpcChannel(new GrpcChannelOptions
        {
            Certificate = certificate,
            Host = host,
            Port = port,
            ServerName = "the application master",
        });
        KeyValue = new KeyValueClient(_channel, _deadline);
        Pages = new WebPages(_channel, _deadline);
    }

    /// <summary>Connects to a running application, and returns when it has answered.</summary>
    /// <param name="certificate">The pair the application was submitted with; must have its private key.</param>
    /// <param name="address">Where its application master is, <c>host:port</c>.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    /// <exception cref="FormatException">The address is malformed.</exception>
    /// <exception cref="GrpcException">UNAVAILABLE: nothing answers there, or it does not accept this pair.</exception>
    public static async Task<ApplicationClient> ConnectAsync(
        X509Certificate2 certificate, string address, CancellationToken cancellation)
    {
        var client = Create(certificate, address, "The address of the application master");
        try
        {
            // Any call would do; this one is cheap, and application masters of all ages know it.
            await client.KeyValue.CountAsync(KeyRange.Of("\0"), cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A client of the application this process runs in; nothing is sent yet.</summary>
    /// <exception cref="InvalidOperationException">This process runs in no container of an application.</exception>
    /// <exception cref="CertificateException">The application's pair is missing, damaged or expired.</exception>
    /// <exception cref="FormatException">The variable with the address is malformed.</exception>
    public static ApplicationClient FromCurrent() =>
        FindCurrent(Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory()) ?? throw new InvalidOperationException(
            $"{SkeinVariables.ApplicationId} and {SkeinVariables.ApplicationMasterAddress} are not set: this process runs in no container of"
            + " an application; connect to the address that the application's report names");

    /// <summary>A client of the application this process runs in, found by the environment of its container.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="workingDirectory">Where the pair is looked for when it is in none of the container's directories.</param>
    /// <returns>The client, or null outside of an application.</returns>
    /// <exception cref="CertificateException">The application's pair is missing, damaged or expired.</exception>
    /// <exception cref="FormatException">The variable with the address is malformed.</exception>
    public static ApplicationClient? FindCurrent(Func<string, string?> environment, string workingDirectory)
    {
        if (environment(SkeinVariables.ApplicationMasterAddress) is not { Length: > 0 } address
            || CertificateFiles.FindInContainer(environment, workingDirectory) is not { } files)
        {
            return null;
        }

        return Create(CertificatePair.Load(files).ToCertificate(), address, SkeinVariables.ApplicationMasterAddress);
    }

    /// <summary>The application's key-value store.</summary>
    public KeyValueClient KeyValue { get; }

    /// <summary>The pages that the application's web interface shows of its services.</summary>
    public WebPages Pages { get; }

    /// <summary>Lists containers, ordered by service and instance.</summary>
    /// <param name="services">Services to list; null: all.</param>
    /// <param name="states">States to list; null: waiting, requested and running.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<Container>> GetContainersAsync(
        IEnumerable<string>? services, IEnumerable<Container.Types.State>? states, CancellationToken cancellation)
    {
        var request = new ContainersRequest();
        request.Services.AddRange(services ?? []);
        request.States.AddRange(states ?? []);
        return Sort(await CallAsync(ApplicationMasterMethods.GetContainers, request, cancellation));
    }

    /// <summary>Sets the number of a service's containers.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="count">Containers it shall have; 0 or more.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The containers that were added or killed; none if the number was right already.</returns>
    public async Task<IReadOnlyList<Container>> ScaleAsync(string service, int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Sort(await CallAsync(
            ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = service, Count = count }, cancellation));
    }

    /// <summary>Changes the number of a service's containers.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="delta">Containers to add, or to kill if negative; no more are killed than there are.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The containers that were added or killed.</returns>
    public async Task<IReadOnlyList<Container>> ScaleByAsync(string service, int delta, CancellationToken cancellation)
    {
        // On the wire a delta of 0 is no delta, and would scale to the count, which is 0 as well.
        if (delta == 0)
            return [];
        return Sort(await CallAsync(
            ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = service, Delta = delta }, cancellation));
    }

    /// <summary>Adds one container to a service.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="environment">Variables on top of the service's own; they win, and are kept over restarts. Null: none.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Container> AddContainerAsync(
        string service, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation)
    {
        var request = new AddContainerRequest { ServiceName = service };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            request.Env.Add(name, value);
        return CallAsync(ApplicationMasterMethods.AddContainer, request, cancellation);
    }

    /// <summary>Kills one container for good. One that has ended already is left alone.</summary>
    public Task KillContainerAsync(string service, int instance, CancellationToken cancellation) =>
        CallAsync(
            ApplicationMasterMethods.KillContainer, new ContainerInstance { ServiceName = service, Instance = instance }, cancellation);

    /// <summary>Reads the specification the application runs by, as it was rewritten at submission.</summary>
    public Task<ApplicationSpec> GetSpecificationAsync(CancellationToken cancellation) =>
        CallAsync(ApplicationMasterMethods.GetApplicationSpec, new Empty(), cancellation);

    /// <summary>Sets the progress YARN shows.</summary>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetProgressAsync(float progress, CancellationToken cancellation)
    {
        if (!(progress is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(progress), progress, "Progress goes from 0 to 1");
        return CallAsync(ApplicationMasterMethods.SetProgress, new SetProgressRequest { Progress = progress }, cancellation);
    }

    /// <summary>Ends the application.</summary>
    /// <param name="status">The final status YARN shows.</param>
    /// <param name="diagnostics">Why, for people; null: a default text.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task ShutdownAsync(FinalStatus status, string? diagnostics, CancellationToken cancellation) =>
        CallAsync(
            ApplicationMasterMethods.Shutdown, new ShutdownRequest { FinalStatus = status, Diagnostics = diagnostics ?? "" }, cancellation);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _channel.Dispose();

    private static ApplicationClient Create(X509Certificate2 certificate, string address, string what)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new FormatException($"{what} is '{address}'; it has the form host:port");
        return new ApplicationClient(certificate, address[..colon].Trim('[', ']'), port);
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, _deadline, cancellation);

    private static List<Container> Sort(ContainersResponse response) =>
        [.. response.Containers.OrderBy(c => c.ServiceName, StringComparer.Ordinal).ThenBy(c => c.Instance)];
}
