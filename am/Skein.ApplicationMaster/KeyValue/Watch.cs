using Skein.KeyValue;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>One watch of a stream.</summary>
/// <param name="Id">Its number, unlike that of any other watch of the application.</param>
/// <param name="Range">The keys it is about.</param>
/// <param name="EventType">Puts, deletes or both.</param>
/// <param name="After">Number of the revision that was the newest when it was made: it is told what came later.</param>
internal sealed record Watch(int Id, KeyRange Range, WatchCreateRequest.Types.Type EventType, long After)
{
    public bool WantsPuts => EventType != WatchCreateRequest.Types.Type.Delete;

    public bool WantsDeletes => EventType != WatchCreateRequest.Types.Type.Put;
}
