module overheard.example/echd

go 1.24
