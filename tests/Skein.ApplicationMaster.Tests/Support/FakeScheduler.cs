using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Skein.ApplicationMaster.Allocation;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>A ResourceManager that answers what the test prepared, else with nothing new.</summary>
internal sealed class FakeScheduler : IApplicationMasterProtocol
{
    private readonly Channel<AllocateRequestProto> _beats = Channel.CreateUnbounded<AllocateRequestProto>();
    private readonly Queue<Func<AllocateResponseProto>> _answers = new();
    private int _responseId;

    public List<RegisterApplicationMasterRequestProto> Registrations { get; } = [];

    public List<FinishApplicationMasterRequestProto> Finishes { get; } = [];

    public Queue<Func<FinishApplicationMasterResponseProto>> FinishAnswers { get; } = new();

    public Token? Renewed { get; private set; }

    public static RemoteException Error(string className) =>
        new(className, "told by the ResourceManager", null, new HadoopEndpoint("rm", 8030));

    public static RpcConnectionException Lost() => new(new HadoopEndpoint("rm", 8030), RpcFailure.Lost, "the connection was lost");

    /// <summary>The next answer, given out in order.</summary>
    public FakeScheduler Answers(AllocateResponseProto response) => Answers(() => response);

    public FakeScheduler Fails(Exception error) => Answers(() => throw error);

    public FakeScheduler Answers(Func<AllocateResponseProto> answer)
    {
        lock (_answers)
            _answers.Enqueue(answer);
        return this;
    }

    /// <summary>The next heartbeat that came.</summary>
    public ValueTask<AllocateRequestProto> NextBeatAsync(CancellationToken cancellation) => _beats.Reader.ReadAsync(cancellation);

    public bool TryNextBeat([NotNullWhen(true)] out AllocateRequestProto? beat) => _beats.Reader.TryRead(out beat);

    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        Registrations.Add(request);
        return Task.FromResult(new RegisterApplicationMasterResponseProto { Queue = "root.default" });
    }

    public Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation)
    {
        _beats.Writer.TryWrite(request);
        Func<AllocateResponseProto>? answer;
        lock (_answers)
            _answers.TryDequeue(out answer);
        try
        {
            var response = answer?.Invoke() ?? new AllocateResponseProto();
            response.ResponseId = ++_responseId;
            return Task.FromResult(response);
        }
        catch (IOException error)
        {
            return Task.FromException<AllocateResponseProto>(error);
        }
    }

    public Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        Finishes.Add(request);
        try
        {
            return Task.FromResult(FinishAnswers.TryDequeue(out var answer)
                ? answer()
                : new FinishApplicationMasterResponseProto { IsUnregistered = true });
        }
        catch (IOException error)
        {
            return Task.FromException<FinishApplicationMasterResponseProto>(error);
        }
    }

    public void Renew(Token token) => Renewed = token;
}
