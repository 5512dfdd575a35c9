namespace Skein.Grpc.Tests;

/// <summary>The system's clock, set ahead.</summary>
internal sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
