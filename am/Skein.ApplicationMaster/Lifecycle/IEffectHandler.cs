namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Carries out effects in the world. It must not wait for the world to answer: answers come back as events.</summary>
internal interface IEffectHandler
{
    void Handle(ApplicationEffect effect);
}
