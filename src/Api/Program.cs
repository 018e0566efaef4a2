using ObsControlPlane.Api.Terminal;

return await OcpTerminal.RunAsync(args);
