using Skein.ApplicationMaster.Lifecycle;

namespace Skein.ApplicationMaster.Tests.Scale;

/// <summary>Counts effects on their way to those who carry them out.</summary>
internal sealed class CountingEffects(IEffectHandler next) : IEffectHandler
{
    private readonly Dictionary<Type, int> _counts = [];

    public void Handle(ApplicationEffect effect)
    {
        // Counted before whoever waits for an answer goes on.
        _counts[effect.GetType()] = Of(effect.GetType()) + 1;
        next.Handle(effect);
    }

    public int Of<T>()
        where T : ApplicationEffect => Of(typeof(T));

    private int Of(Type effect) => _counts.GetValueOrDefault(effect);
}
