using Skein.KeyValue;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Tells whether a container may own keys.</summary>
/// <remarks>
/// Called from any thread, possibly several times for one request, and never allowed to block. A container that ends must be
/// answered <see cref="OwnerState.Completed"/> from before <see cref="KeyValueStore.DeleteOwnedBy"/> is called for it, and ever
/// after: the store then guarantees that no key of it is left behind, even by a put that saw it alive a moment earlier.
/// </remarks>
public interface IContainerDirectory
{
    /// <summary>State of the container <paramref name="instance"/> of <paramref name="service"/>.</summary>
    OwnerState Find(string service, int instance);
}
