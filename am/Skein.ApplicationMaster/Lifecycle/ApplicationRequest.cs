using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Something a user asks of the application. It is answered by an effect, after the effects it caused.</summary>
internal abstract record ApplicationRequest : ApplicationEvent
{
    /// <summary>Ends the caller's wait with an exception.</summary>
    public abstract void Fail(Exception cause);

    internal sealed record GetContainers(ContainersRequest Message) : Request<ContainersResponse>;

    internal sealed record Scale(ScaleRequest Message) : Request<ContainersResponse>;

    internal sealed record AddContainer(AddContainerRequest Message) : Request<Container>;

    internal sealed record KillContainer(ContainerInstance Message) : Request<Empty>;

    internal sealed record SetProgress(SetProgressRequest Message) : Request<Empty>;

    internal sealed record Shutdown(ShutdownRequest Message) : Request<Empty>;

    /// <summary>What the pages show; of containers in lists at most so many rows together, and a few of each list.</summary>
    internal sealed record Overview(int MaxRows) : Request<ApplicationOverview>;

    /// <summary>A request with the type of its answer.</summary>
    internal abstract record Request<TAnswer> : ApplicationRequest
    {
        // Continuations run elsewhere: the loop must not be held up by a caller's code.
        private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes with the answer, or with the exception that <see cref="Fail"/> was given.</summary>
        public Task<TAnswer> Answer => _answer.Task;

        public void Complete(TAnswer answer) => _answer.TrySetResult(answer);

        public sealed override void Fail(Exception cause) => _answer.TrySetException(cause);
    }
}
