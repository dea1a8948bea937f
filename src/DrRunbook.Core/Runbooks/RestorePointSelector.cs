using System.Text.Json.Serialization;

namespace DrRunbook.Core.Runbooks;

/// <summary>Which restore point of a replica a failover uses.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LatestPoint), "latest")]
[JsonDerivedType(typeof(PointById), "id")]
[JsonDerivedType(typeof(PointByName), "name")]
[JsonDerivedType(typeof(PointBefore), "before")]
[JsonDerivedType(typeof(PointWithMaxAge), "max-age")]
[JsonDerivedType(typeof(PointNotNewerThan), "not-newer-than")]
public abstract record RestorePointSelector;

/// <summary>The latest point.</summary>
public sealed record LatestPoint : RestorePointSelector;

/// <summary>The point with this UID, a URN or a bare GUID.</summary>
public sealed record PointById(string Id) : RestorePointSelector;

/// <summary>The point with this name, such as <c>erp-db@2026-11-23 05:59:59</c>; more than one match is an error of the plan.</summary>
public sealed record PointByName(string Name) : RestorePointSelector;

/// <summary>The latest point created before this time.</summary>
public sealed record PointBefore(DateTimeOffset Time) : RestorePointSelector;

/// <summary>The latest point, which must be younger than this when it is planned and again before it is used.</summary>
public sealed record PointWithMaxAge(TimeSpan MaxAge) : RestorePointSelector;

/// <summary>The latest point whose newest VM point is not newer than the oldest VM point of each of these steps.</summary>
public sealed record PointNotNewerThan(ImmutableArray<StepId> Steps) : RestorePointSelector;
