using System.Threading.Channels;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The one consumer of everything that happens: it alone touches <see cref="ApplicationStateMachine"/>.</summary>
/// <remarks>
/// A recovery journal belongs between the two halves of a step: what was applied is written down before its effects are carried out.
/// </remarks>
internal sealed class ApplicationLoop
{
    // Posting waits when this many events are unread, which slows heartbeats and callers down instead of filling memory.
    private const int Capacity = 1024;

    private readonly Channel<ApplicationEvent> _events =
        Channel.CreateBounded<ApplicationEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly ApplicationStateMachine _state;
    private readonly TimeProvider _time;

    public ApplicationLoop(ApplicationStateMachine state, TimeProvider time)
    {
        _state = state;
        _time = time;
    }

    /// <summary>Tells the loop what happened; does nothing once the application has ended.</summary>
    public async ValueTask PostAsync(ApplicationEvent happened, CancellationToken cancellation)
    {
        try
        {
            await _events.Writer.WriteAsync(happened, cancellation);
        }
        catch (ChannelClosedException)
        {
            (happened as ApplicationRequest)?.Fail(new ApplicationEndedException());
        }
    }

    /// <summary>Posts a request and waits for its answer.</summary>
    /// <exception cref="RequestRefusedException">The request makes no sense for this application.</exception>
    /// <exception cref="ApplicationEndedException">The application is ending.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(ApplicationRequest.Request<TAnswer> request, CancellationToken cancellation)
    {
        await PostAsync(request, cancellation);
        return await request.Answer.WaitAsync(cancellation);
    }

    /// <summary>Handles events, those that came before included, until the application has its outcome, which it returns.</summary>
    public async Task<ApplicationOutcome> RunAsync(IEffectHandler effects, CancellationToken cancellation)
    {
        try
        {
            while (_state.Outcome is null)
            {
                var happened = await _events.Reader.ReadAsync(cancellation);
                foreach (var effect in _state.Apply(happened, _time.GetUtcNow()))
                    effects.Handle(effect);
            }

            return _state.Outcome;
        }
        finally
        {
            // Whoever still waits in the queue gets an answer, and nobody can queue up any more.
            _events.Writer.TryComplete();
            while (_events.Reader.TryRead(out var unread))
                (unread as ApplicationRequest)?.Fail(new ApplicationEndedException());
        }
    }
}
