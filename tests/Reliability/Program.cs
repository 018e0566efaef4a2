using ObsControlPlane.Reliability.Run;

return await CommandLine.Create().Parse(args).InvokeAsync();
