namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>One step of the application: when it happens, and the effects gathered so far.</summary>
internal sealed class Transition(DateTimeOffset now)
{
    private readonly List<ApplicationEffect> _effects = [];

    public DateTimeOffset Now { get; } = now;

    public IReadOnlyList<ApplicationEffect> Effects => _effects;

    public void Add(ApplicationEffect effect) => _effects.Add(effect);
}
