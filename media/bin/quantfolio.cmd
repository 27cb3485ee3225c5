@echo off
setlocal
set ELECTRON_RUN_AS_NODE=1
"%QUANTFOLIO_NODE%" "%QUANTFOLIO_CLI%" %*
