using System.Threading.Channels;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The one consumer of everything that happens: it alone touches <see cref="ApplicationStateMachine"/>.</summary>
/// <remarks>
/// <para>What is due by time comes first, then what the cluster tells, then what users ask: however many ask however much, heartbeats'
/// news are not held up.</para>
/// <para>Deadlines follow the monotonic clock, set once to the time of day: whoever sets a node's clock neither fires nor holds up a
/// pause, a grace or a limit.</para>
/// <para>A recovery journal belongs between the two halves of a step: what was applied is written down before its effects are carried
/// out.</para>
/// </remarks>
internal sealed class ApplicationLoop
{
    // Posting waits when this many events are unread, which slows heartbeats and callers down instead of filling memory.
    private const int Capacity = 1024;

    // Timers do not reach as far as a deadline may lie.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Channel<ApplicationEvent> _news = Lane();
    private readonly Channel<ApplicationEvent> _requests = Lane();

    // Holds one token while there may be something to do.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ApplicationStateMachine _state;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _began;
    private readonly long _beganTimestamp;

    public ApplicationLoop(ApplicationStateMachine state, TimeProvider time)
    {
        _state = state;
        _time = time;
        _began = time.GetUtcNow();
        _beganTimestamp = time.GetTimestamp();
    }

    private DateTimeOffset Now => _began + _time.GetElapsedTime(_beganTimestamp);

    /// <summary>Tells the loop what happened; does nothing once the application has ended.</summary>
    public async ValueTask PostAsync(ApplicationEvent happened, CancellationToken cancellation)
    {
        try
        {
            await (happened is ApplicationRequest ? _requests : _news).Writer.WriteAsync(happened, cancellation);
            Wake();
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

    /// <summary>Handles events, those that came before included, until the application is over; returns its outcome.</summary>
    public async Task<ApplicationOutcome> RunAsync(IEffectHandler effects, CancellationToken cancellation)
    {
        using var alarm = _time.CreateTimer(
            static loop => ((ApplicationLoop)loop!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (!_state.IsOver)
            {
                var now = Now;
                if (_state.NextDeadline <= now)
                    Step(new ApplicationEvent.Tick(), now, effects);
                else if (_news.Reader.TryRead(out var happened) || _requests.Reader.TryRead(out happened))
                    Step(happened, now, effects);
                else
                    await SleepAsync(alarm, now, cancellation);
            }

            return _state.Outcome!;
        }
        finally
        {
            // Whoever still waits in the queue gets an answer, and nobody can queue up any more.
            _news.Writer.TryComplete();
            _requests.Writer.TryComplete();
            while (_requests.Reader.TryRead(out var unread))
                ((ApplicationRequest)unread).Fail(new ApplicationEndedException());
        }
    }

    private void Step(ApplicationEvent happened, DateTimeOffset now, IEffectHandler effects)
    {
        foreach (var effect in _state.Apply(happened, now))
            effects.Handle(effect);
    }

    private async Task SleepAsync(ITimer alarm, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_state.NextDeadline is { } deadline)
        {
            // Timers count whole milliseconds; rounded down, the rest would be slept in a circle.
            var sleep = TimeSpan.FromMilliseconds(Math.Ceiling((deadline - now).TotalMilliseconds));
            alarm.Change(sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
        }

        await _wake.Reader.ReadAsync(cancellation);
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private static Channel<ApplicationEvent> Lane() =>
        Channel.CreateBounded<ApplicationEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
}
